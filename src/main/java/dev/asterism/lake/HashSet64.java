package dev.asterism.lake;

/** A set of 64-bit hashes, 16 to 27 bytes each at most, so that tens of millions fit. Grows only. Not thread-safe. */
final class HashSet64 {
    private static final int FIRST_CAPACITY = 1 << 12;

    private long[] slots = new long[FIRST_CAPACITY];
    private int size;
    private boolean holdsZero;

    /** Adds the hash; false where it was there before. */
    boolean add(long hash) {
        if (hash == 0) {
            boolean isNew = !holdsZero;
            holdsZero = true;
            return isNew;
        }
        int slot = slotOf(hash);
        if (slots[slot] == hash) {
            return false;
        }
        slots[slot] = hash;
        size++;
        if (size > slots.length / 10 * 6) {
            grow();
        }
        return true;
    }

    /** Where the hash is, or else belongs: zero marks a free slot. */
    private int slotOf(long hash) {
        int mask = slots.length - 1;
        int slot = (int) hash & mask;
        while (slots[slot] != 0 && slots[slot] != hash) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] old = slots;
        slots = new long[old.length * 2];
        for (long hash : old) {
            if (hash != 0) {
                slots[slotOf(hash)] = hash;
            }
        }
    }
}
