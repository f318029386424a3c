"""What a person may type: fields, the sentences shown when something is amiss, and nothing of the database."""
