using System.Collections.Concurrent;
using DataMonitor.Daemon.Scheduling;

namespace DataMonitor.Daemon.Tests.Scheduling;

public sealed class FairWorkTests
{
    [Fact]
    public async Task Run_SlowSourceFirst_DoesNotHoldUpTheOthers()
    {
        var stuck = new TaskCompletionSource();
        var quickOnes = new CountdownEvent(20);
        string[] items = [.. Enumerable.Range(0, 20).Select(index => $"slow/{index}"), .. Enumerable.Range(0, 20).Select(index => $"quick/{index}")];
        var work = Work(items, most: 3).RunAsync(
            4,
            async (item, _) =>
            {
                if (item.StartsWith("slow", StringComparison.Ordinal))
                {
                    await stuck.Task;
                }
                else
                {
                    quickOnes.Signal();
                }
            },
            TestContext.Current.CancellationToken);

        quickOnes.Wait(TestContext.Current.CancellationToken);

        work.IsCompleted.ShouldBeFalse();
        stuck.SetResult();
        await work;
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(16, 1)]
    public async Task Run_AnyWorkers_DoesEverythingOnceWithinTheLimits(int workers, int most)
    {
        var (done, underWay, peak) = (new ConcurrentBag<string>(), new ConcurrentDictionary<string, int>(StringComparer.Ordinal), 0);
        string[] items = [.. from source in "abc" from index in Enumerable.Range(0, 30) select $"{source}/{index}"];

        await Work(items, most).RunAsync(
            workers,
            async (item, _) =>
            {
                InterlockedMax(ref peak, underWay.AddOrUpdate(item[..1], 1, (_, count) => count + 1));
                await Task.Yield();
                underWay.AddOrUpdate(item[..1], 0, (_, count) => count - 1);
                done.Add(item);
            },
            TestContext.Current.CancellationToken);

        done.ShouldBe(items, ignoreOrder: true);
        peak.ShouldBeLessThanOrEqualTo(most);
    }

    [Fact]
    public async Task Run_OneFails_EndsTheRest() => await Should.ThrowAsync<InvalidOperationException>(
        Work(["a/1", "b/1"], 1).RunAsync(2, (_, _) => throw new InvalidOperationException(), TestContext.Current.CancellationToken));

    private static FairWork<string> Work(string[] items, int most) => new(items, item => item.Split('/')[0], _ => most);

    private static void InterlockedMax(ref int peak, int value)
    {
        for (var seen = peak; value > seen; seen = peak)
        {
            Interlocked.CompareExchange(ref peak, value, seen);
        }
    }
}
