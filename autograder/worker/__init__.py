"""What runs inside the sandbox: only this folder of the engine is visible there."""
