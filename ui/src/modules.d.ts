// GOV.UK Frontend carries no types: the little of it that is used here.
declare module "govuk-frontend" {
  type Component = new (root: HTMLElement) => unknown;
  export const Button: Component;
  export const Checkboxes: Component;
  export const ErrorSummary: Component;
  export const NotificationBanner: Component;
  export const PasswordInput: Component;
  export const Radios: Component;
  export const SkipLink: Component;
  export function createAll(component: Component): void;
}
