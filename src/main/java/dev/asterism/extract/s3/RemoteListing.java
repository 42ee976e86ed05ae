package dev.asterism.extract.s3;

import dev.asterism.lake.LakePath;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * All that a bucket holds below an address. There is no such thing as half a listing: what is not in it is not there.
 *
 * @param files the files of the lake
 * @param ignored how many keys are none, and harmless
 * @param refused keys that would lead out of the lake, or hold odd characters
 */
record RemoteListing(NavigableMap<LakePath, RemoteObject> files, long ignored, List<String> refused) {
    RemoteListing {
        files = Collections.unmodifiableNavigableMap(new TreeMap<>(files));
        refused = List.copyOf(refused);
    }
}
