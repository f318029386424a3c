"""What the application does: permission, rules, one transaction per public write, audit entry."""
