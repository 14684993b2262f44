/**
 * Keys for reading ballots: Enter in the serial goes on to the marks instead of sending the form (a scanner ends with
 * Enter), a number key chooses its mark, Enter on a mark sends.
 */
export function guideBallots(root: Document): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-ballot]")) {
    const marks = [...form.querySelectorAll<HTMLInputElement>("input[data-key]")];
    form.addEventListener("keydown", (event) => {
      const at = event.target;
      if (!(at instanceof HTMLInputElement)) return;
      const isMark = at.dataset.key !== undefined;
      if (event.key === "Enter" && !isMark && at.value.trim() !== "") {
        event.preventDefault();
        (marks.find((mark) => mark.checked) ?? marks[0])?.focus();
        return;
      }
      const chosen = isMark ? marks.find((mark) => mark.dataset.key === event.key) : undefined;
      if (chosen === undefined) return;
      event.preventDefault();
      chosen.checked = chosen.type === "radio" || !chosen.checked;
      chosen.focus();
    });
  }
}
