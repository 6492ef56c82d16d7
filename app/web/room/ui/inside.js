/** What is drawn once somebody is in: loaded while the check page is open, and there before they come in. */

import "./companion/screen.js";
import "./console/care/alerts.js";
import "./door/waiting-room.js";
import "./room-screen.js";
