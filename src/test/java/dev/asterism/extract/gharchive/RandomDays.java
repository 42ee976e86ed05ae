package dev.asterism.extract.gharchive;

import dev.asterism.lake.Day;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** Days with a few hours each, made from a seed, and what their files must hold, reckoned without a database. */
final class RandomDays {
    private static final int REPOSITORIES = 12;

    private final Map<Day, Map<Integer, List<int[]>>> days = new TreeMap<>();

    /** An event is its id, its kind from 0 to 3, its repository, its commits. */
    RandomDays(long seed, int howMany, int hoursPerDay, int eventsPerHour) {
        Random random = new Random(seed);
        Day day = Day.of(2019, 5, 1);
        int id = 0;
        for (int number = 0; number < howMany; number++, day = day.next()) {
            Map<Integer, List<int[]>> hours = new TreeMap<>();
            while (hours.size() < hoursPerDay) {
                List<int[]> events = new ArrayList<>();
                for (int event = 0; event < eventsPerHour; event++) {
                    events.add(new int[] {id++, random.nextInt(4), random.nextInt(REPOSITORIES), random.nextInt(5)});
                }
                hours.put(random.nextInt(24), events);
            }
            days.put(day, hours);
        }
    }

    List<Day> days() {
        return List.copyOf(days.keySet());
    }

    Collection<Integer> hours(Day day) {
        return new TreeSet<>(hoursOf(day).keySet());
    }

    void serve(HourServer server) {
        days.forEach((day, hours) -> hours.forEach((hour, events) -> server.hour(day, hour, gzip(events))));
    }

    /** The rows of a day's file that is made of these of its hours. */
    List<String> rows(Day day, Collection<Integer> hours) {
        Map<String, int[]> sums = new TreeMap<>();
        for (int hour : hours) {
            for (int[] event : hoursOf(day).getOrDefault(hour, List.of())) {
                int[] sum = sums.computeIfAbsent(name(event[2]), name -> new int[3]);
                sum[0] += event[1] == 0 ? 1 : 0;
                sum[1] += event[1] == 1 ? event[3] : 0;
                sum[2] += event[1] == 2 ? 1 : 0;
            }
        }
        List<String> rows = new ArrayList<>();
        sums.forEach((name, sum) -> {
            if (sum[0] + sum[1] + sum[2] > 0) {
                rows.add(day.id() + " " + name.replace('/', ' ') + text(sum[0]) + text(sum[1]) + text(sum[2]));
            }
        });
        return rows;
    }

    private Map<Integer, List<int[]>> hoursOf(Day day) {
        return days.getOrDefault(day, Map.of());
    }

    private static String text(int number) {
        return number == 0 ? " -" : " " + number;
    }

    private static String name(int repository) {
        return "user" + repository % 3 + "/repository" + repository;
    }

    private static byte[] gzip(List<int[]> list) {
        Events events = new Events();
        for (int[] event : list) {
            switch (event[1]) {
                case 0 -> events.fork(event[0], name(event[2]));
                case 1 -> events.push(event[0], name(event[2]), event[3]);
                case 2 -> events.pullRequest(event[0], name(event[2]), "closed");
                default -> events.pullRequest(event[0], name(event[2]), "opened");
            }
        }
        return events.gzip();
    }
}
