"""The trainers' app in the browser: watch a village, compare programmes, play a workshop; works offline."""
