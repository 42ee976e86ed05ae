package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;

/** Remembers which key every member ever had: a key is given once, to one member, for good. */
final class KeyLedger {
    private final Map<String, String> keyOfMember = new HashMap<>();
    private final Map<String, String> memberOfKey = new HashMap<>();

    /** Fails where a member has another key than before, or a key another member. */
    void note(Workbench workbench) {
        StarContents.keys(workbench).forEach((member, key) -> {
            String table = member.substring(0, member.indexOf(' '));
            assertThat(keyOfMember.getOrDefault(member, key))
                    .as("key of %s", member)
                    .isEqualTo(key);
            assertThat(memberOfKey.getOrDefault(table + " " + key, member))
                    .as("member with key %s", key)
                    .isEqualTo(member);
            keyOfMember.put(member, key);
            memberOfKey.put(table + " " + key, member);
        });
    }
}
