"""Pages that candidates reach by the links in their mails."""
