// Starts the page.

import { Desk } from "./desk.js";
import { restoreTheme } from "./theme.js";

restoreTheme();
new Desk();
