package dev.asterism.lake;

/**
 * A set of 64-bit hashes, 11 to 22 bytes each, so that tens of millions fit. It grows in small parts, since growing as
 * a whole would for a moment need half as much again. Grows only. Not thread-safe.
 */
final class HashSet64 {
    private static final int PARTS = 1 << 12;
    private static final int FIRST_CAPACITY = 1 << 4;

    private final long[][] parts = new long[PARTS][FIRST_CAPACITY];
    private final int[] sizes = new int[PARTS];
    private boolean holdsZero;

    /** Adds the hash; false where it was there before. */
    boolean add(long hash) {
        if (hash == 0) {
            boolean isNew = !holdsZero;
            holdsZero = true;
            return isNew;
        }
        int part = (int) (hash >>> 52);
        long[] slots = parts[part];
        int slot = slotOf(hash, slots);
        if (slots[slot] == hash) {
            return false;
        }
        slots[slot] = hash;
        sizes[part]++;
        if (sizes[part] > slots.length / 4 * 3) {
            parts[part] = grown(slots);
        }
        return true;
    }

    /** Where the hash is, or else belongs: zero marks a free slot. */
    private static int slotOf(long hash, long[] slots) {
        int mask = slots.length - 1;
        int slot = (int) hash & mask;
        while (slots[slot] != 0 && slots[slot] != hash) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static long[] grown(long[] slots) {
        long[] grown = new long[slots.length * 2];
        for (long hash : slots) {
            if (hash != 0) {
                grown[slotOf(hash, grown)] = hash;
            }
        }
        return grown;
    }
}
