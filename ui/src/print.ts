/** Buttons marked `data-action="print"` appear only where a script can print. */
export function showPrintButtons(root: Document): void {
  for (const button of root.querySelectorAll<HTMLButtonElement>('button[data-action="print"]')) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}
