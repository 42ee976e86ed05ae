package dev.asterism.laboratory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Remembers every key that a warehouse ever showed: a key is given once, to one member, for good. */
final class KeyHistory {
    private final Map<String, String> memberOfKey = new HashMap<>();
    private final Map<String, String> keyOfMember = new HashMap<>();

    /** How many keys were seen. */
    int size() {
        return memberOfKey.size();
    }

    /** Fails where a key or a member is there twice, or means another than it did. */
    void note(Map<String, List<String>> members) {
        members.forEach((table, rows) -> {
            Map<String, String> now = new HashMap<>();
            for (String row : rows) {
                int end = row.indexOf('|');
                String key = table + " " + row.substring(0, end);
                String member = table + " " + row.substring(end + 1);
                require(now.put(member, key) == null, member + " is there twice");
                require(memberOfKey.getOrDefault(key, member).equals(member), key + " was once another's: " + member);
                require(keyOfMember.getOrDefault(member, key).equals(key), member + " once had another key: " + key);
            }
            now.forEach((member, key) -> {
                require(member.equals(memberOfKey.getOrDefault(key, member)), key + " is there twice");
                memberOfKey.put(key, member);
                keyOfMember.put(member, key);
            });
        });
    }

    private static void require(boolean truth, String otherwise) {
        if (!truth) {
            throw new AssertionError(otherwise);
        }
    }
}
