"""Events of the video under review: proposed by models, marked and judged by people."""
