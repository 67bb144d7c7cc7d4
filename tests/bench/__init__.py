"""Tests of the benchmarks: that they run, and compare like with like. None of them asks how fast anything is."""
