// On narrow screens the sidebar waits behind a button and comes in over the chat; everywhere else it just stands there.

const roomy = matchMedia("(min-width: 761px)"); // as frame.css has it

export class Drawer {
  constructor(page, sidebar, scrim, stage) {
    Object.assign(this, { page, sidebar, scrim, stage, opener: null });
    scrim.addEventListener("click", () => this.close());
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    roomy.addEventListener("change", () => this.close());
  }

  /** Opens it at the people or at the clock; `opener` gets the focus back. */
  open(opener, part = "people") {
    this.opener = opener;
    this.page.classList.add("drawer-open");
    this.scrim.hidden = false;
    this.stage.inert = true;
    this.sidebar.querySelector(part === "clock" ? ".step-button" : ".person[tabindex='0'], .add-person")?.focus();
  }

  close() {
    if (!this.page.classList.contains("drawer-open")) return;
    this.page.classList.remove("drawer-open");
    this.scrim.hidden = true;
    this.stage.inert = false;
    if (this.opener?.isConnected) this.opener.focus();
  }
}
