/** What is drawn once somebody is in: loaded while the check page is open, and there before they come in. */

import "./ui/companion/screen.js";
import "./ui/console/care/alerts.js";
import "./ui/door/waiting-room.js";
import "./ui/room-screen.js";
