"""What the operating system makes difficult: signals, atomic files, locks, cores."""
