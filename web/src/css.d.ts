/** Style sheets are imported for their effect alone; vite gives each page its own. */
declare module "*.css";
