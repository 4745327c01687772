using CsCheck;
using DataMonitor.Daemon.Scheduling;

namespace DataMonitor.Daemon.Tests.Scheduling;

public sealed class SourceTurnsTests
{
    [Fact]
    public void TryBegin_SlowSourceWithManyRuns_LeavesAWorkerToTheOthers()
    {
        var turns = new SourceTurns(workers: 4);
        var slow = Announced(turns, "slow", 10, most: 64);
        var quick = Announced(turns, "quick", 1, most: 2);

        slow.Count(turns.TryBegin).ShouldBe(3);
        turns.TryBegin(quick[0]).ShouldBeTrue();
    }

    [Fact]
    public void End_RunsSetAside_ComeBackOneForEachTurnInTheirOrder()
    {
        var turns = new SourceTurns(workers: 8);
        var runs = Announced(turns, "shop", 4, most: 1);
        runs.Count(turns.TryBegin).ShouldBe(1);
        runs[1..].ShouldAllBe(run => !turns.TryBegin(run)); // handed over twice, set aside once

        turns.End(runs[0]).ShouldBe(runs[1]);
        turns.TryBegin(runs[1]).ShouldBeTrue();
        turns.Forget(runs[2]); // another daemon took it
        turns.End(runs[1]).ShouldBe(runs[3]);
        turns.TryBegin(runs[3]).ShouldBeTrue();
        turns.End(runs[3]).ShouldBeNull();
    }

    [Fact]
    public void TryBegin_RunNobodyAnnounced_NeedNotWait()
    {
        var turns = new SourceTurns(workers: 1);
        var run = Guid.NewGuid();

        turns.TryBegin(run).ShouldBeTrue();
        turns.End(run).ShouldBeNull();
    }

    [Fact]
    public void EveryRun_WhateverTheOrder_BeginsOnceAndNeverBesideTooMany() =>
        Gen.Select(Gen.Int[0, 2].List[1, 40], Gen.Int[1, 5], Gen.Int[1, 4], Gen.Int[0, 1000].List[200]).Sample((sources, workers, most, choices) =>
        {
            var choice = 0;
            var turns = new SourceTurns(workers);
            var sourceOf = sources.ToDictionary(_ => Guid.NewGuid(), source => $"{source}");
            foreach (var (run, source) in sourceOf)
            {
                turns.Announce(run, source, most);
            }

            var (queue, atWork, done) = (new Queue<Guid>(sourceOf.Keys), new List<Guid>(), new List<Guid>());
            while (queue.Count + atWork.Count > 0)
            {
                if (queue.Count > 0 && (atWork.Count < workers) && (atWork.Count == 0 || choices[choice++] % 2 == 0))
                {
                    var run = queue.Dequeue();
                    if (turns.TryBegin(run))
                    {
                        atWork.Add(run);
                    }
                }
                else
                {
                    var run = atWork[choices[choice++] % atWork.Count];
                    atWork.Remove(run);
                    done.Add(run);
                    if (turns.End(run) is { } next)
                    {
                        queue.Enqueue(next);
                    }
                }

                atWork.GroupBy(run => sourceOf[run], StringComparer.Ordinal).ShouldAllBe(group => group.Count() <= Math.Max(1, Math.Min(most, workers - 1)));
            }

            done.ShouldBe(sourceOf.Keys, ignoreOrder: true);
        });

    private static Guid[] Announced(SourceTurns turns, string source, int count, int most)
    {
        var runs = Enumerable.Range(0, count).Select(_ => Guid.NewGuid()).ToArray();
        Array.ForEach(runs, run => turns.Announce(run, source, most));
        return runs;
    }
}
