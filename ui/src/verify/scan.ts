/** Square codes seen by the camera or on photographs: by the browser itself where it can, else by a small decoder. */
import decode from "qr/decode.js";
import { Refusal } from "./refusal";
import { say } from "./words";

/** Longer sides of photographs are shrunk to this: enough for the largest code, and quick on a phone. */
const LONGEST = 2400;
const MILLISECONDS = 1500;
const BETWEEN_FRAMES = 150;

interface Detector {
  detect(image: ImageBitmapSource): Promise<{ rawValue: string }[]>;
}

async function ownDetector(): Promise<Detector | undefined> {
  const known = (globalThis as { BarcodeDetector?: { new (wish: { formats: string[] }): Detector; getSupportedFormats(): Promise<string[]> } }).BarcodeDetector;
  if (known === undefined || !(await known.getSupportedFormats()).includes("qr_code")) return undefined;
  return new known({ formats: ["qr_code"] });
}

/** The texts of the codes on a picture; none when there is none or it is blurred. */
async function textsOn(picture: HTMLVideoElement | ImageBitmap, detector: Detector | undefined): Promise<string[]> {
  if (detector) return (await detector.detect(picture)).map(({ rawValue }) => rawValue);
  const [width, height] = picture instanceof ImageBitmap ? [picture.width, picture.height] : [picture.videoWidth, picture.videoHeight];
  const scale = Math.min(1, LONGEST / Math.max(width, height, 1));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
  const drawing = canvas.getContext("2d", { willReadFrequently: true });
  if (drawing === null || canvas.width === 0) return [];
  drawing.drawImage(picture, 0, 0, canvas.width, canvas.height);
  try {
    return [decode(drawing.getImageData(0, 0, canvas.width, canvas.height), { timeLimit: MILLISECONDS })];
  } catch {
    return [];
  }
}

export async function textsOnPhoto(file: Blob): Promise<string[]> {
  const picture = await createImageBitmap(file).catch(() => undefined);
  if (picture === undefined) throw new Refusal(say("Không mở được ảnh này.", "This picture cannot be opened."), say("Chọn ảnh JPG hoặc PNG.", "Choose a JPG or a PNG."));
  const texts = await textsOn(picture, await ownDetector().catch(() => undefined));
  return texts.length > 0 ? texts : textsOn(picture, undefined);
}

/** Looks through the camera until `found` says that it has enough or `stop` is called. */
export async function watch(video: HTMLVideoElement, found: (text: string) => boolean): Promise<() => void> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1920 } } }).catch(() => undefined);
  if (stream === undefined) {
    throw new Refusal(say("Không dùng được máy ảnh.", "The camera cannot be used."), say("Cho phép trang dùng máy ảnh, hoặc chụp mã rồi chọn ảnh.", "Allow the page to use the camera, or photograph the code and choose the picture."));
  }
  const detector = await ownDetector().catch(() => undefined);
  let isWatching = true;
  const stop = () => {
    isWatching = false;
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
    video.hidden = true;
  };
  video.srcObject = stream;
  video.hidden = false;
  await video.play();
  const look = async (): Promise<void> => {
    if (!isWatching) return;
    const texts = await textsOn(video, detector).catch(() => []);
    if (texts.some(found)) stop();
    else setTimeout(() => void look(), BETWEEN_FRAMES);
  };
  void look();
  return stop;
}
