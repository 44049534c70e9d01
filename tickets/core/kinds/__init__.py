"""What a setting can be: each kind brings its reading, checking, storing, words and control."""
