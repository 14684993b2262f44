/** The files of a folder that was chosen or dropped, by their paths. */
import type { CopiedFile } from "./audit";

function copied(file: File, path: string): CopiedFile {
  return { path, bytes: async () => new Uint8Array(await file.arrayBuffer()) };
}

export function chosenFolder(files: FileList | null): CopiedFile[] {
  return [...(files ?? [])].map((file) => copied(file, file.webkitRelativePath || file.name));
}

/** Entries must be taken while the drop is handled; what is below them may be read later. */
export async function droppedFolder(entries: readonly FileSystemEntry[]): Promise<CopiedFile[]> {
  return (await Promise.all(entries.map(below))).flat();
}

async function below(entry: FileSystemEntry): Promise<CopiedFile[]> {
  const path = entry.fullPath.replace(/^\//, "");
  if (entry.isFile) return [copied(await new Promise<File>((take, fail) => (entry as FileSystemFileEntry).file(take, fail)), path)];
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const inside: FileSystemEntry[] = [];
  for (;;) {
    // A reader gives at most a hundred entries at once.
    const more = await new Promise<FileSystemEntry[]>((take, fail) => reader.readEntries(take, fail));
    if (more.length === 0) return droppedFolder(inside);
    inside.push(...more);
  }
}
