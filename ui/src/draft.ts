/**
 * A form marked `data-draft="name"` warns before what was typed is lost by leaving the page.
 *
 * Nothing is kept on the device: phones and office computers are shared, and the server saves drafts.
 */
export function guardDrafts(root: Document): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-draft]")) {
    let changed = false;
    form.addEventListener("input", () => (changed = true));
    form.addEventListener("submit", () => (changed = false));
    window.addEventListener("beforeunload", (event) => {
      if (changed) event.preventDefault();
    });
  }
}
