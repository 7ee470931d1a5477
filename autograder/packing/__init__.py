"""What zips for elsewhere are made of: the course's files, the engine as a wheel, and the way to install both."""
