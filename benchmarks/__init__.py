"""Measurements that anyone can repeat: speed side by side with peers, and quality on labelled data."""
