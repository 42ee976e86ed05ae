package dev.asterism.engine;

/**
 * Names a publication: what a warehouse holds after it, and what a workshop holds a copy of.
 *
 * @param number its place in the order of publications, 1 is the first
 * @param token tells apart publications that have the same number, as after an older backup was restored
 */
public record Mark(long number, String token) {}
