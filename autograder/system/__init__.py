"""What the operating system makes hard: signals, atomic files, locks, cores."""
