"""Everything outside the process: library database, video files, label formats."""
