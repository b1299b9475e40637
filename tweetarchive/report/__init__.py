"""What is said of an article, for people and for programs. Pure: from reports to text; nothing is printed here."""
