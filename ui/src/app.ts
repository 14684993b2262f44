// Comfort only: every page works without this script.
import "./app.scss";
import { Button, Checkboxes, createAll, ErrorSummary, NotificationBanner, PasswordInput, Radios, SkipLink } from "govuk-frontend";
import { showPrintButtons } from "./print";
import { showCopyButtons } from "./copy";
import { guardDrafts } from "./draft";
import { guideBallots } from "./ballot";
import { askForPasskeys } from "./passkey";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

for (const component of [Button, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios, SkipLink]) {
  createAll(component);
}

showPrintButtons(document);
showCopyButtons(document);
guardDrafts(document);
guideBallots(document);
askForPasskeys(document);
