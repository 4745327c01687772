using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Tests.State;

public abstract class SpendingTests(StateDatabase database) : StateTests(database)
{
    [Fact]
    public async Task SpentAsync_RunsOfADay_AddUpByDatasetAndSource()
    {
        await RunAsync("shop/a", 0, new("SELECT 1", TimeSpan.FromSeconds(2), 100, 5000), new("SELECT 2", TimeSpan.FromSeconds(1)));
        await RunAsync("shop/a", 1, new StatementCost("SELECT 1", TimeSpan.FromSeconds(2), 10, null));
        await RunAsync("shop/b", 2, new StatementCost("SELECT 1", TimeSpan.FromSeconds(4), 1000, 70_000));

        (await Store.SpentAsync("shop", "shop/a", Day, Token)).ShouldBe(
            new Spending(new(110, 5000, TimeSpan.FromSeconds(5)), new(1110, 75_000, TimeSpan.FromSeconds(9))));
        (await Store.SpentAsync("shop", "shop/c", Day, Token)).ShouldBe(new Spending(default, new(1110, 75_000, TimeSpan.FromSeconds(9))));
        (await Store.SpentAsync("lake", "shop/a", Day, Token)).ShouldBe(default);
        (await Store.SpentAsync("shop", "shop/a", Day.AddDays(1), Token)).ShouldBe(default);
    }

    [Fact]
    public async Task PruneAsync_OldDays_AreForgotten()
    {
        await RunAsync("shop/a", 0, new StatementCost("SELECT 1", TimeSpan.FromSeconds(2), 100, 5000));

        await Store.PruneAsync(Runs.Noon, Token);
        (await Store.SpentAsync("shop", "shop/a", Day, Token)).Dataset.Rows.ShouldBe(100);
        await Store.PruneAsync(Runs.Noon.AddDays(1), Token);
        (await Store.SpentAsync("shop", "shop/a", Day, Token)).ShouldBe(default);
    }

    private static DateOnly Day => DateOnly.FromDateTime(Runs.Noon.UtcDateTime);

    private async Task RunAsync(string dataset, int minute, params StatementCost[] statements)
    {
        var at = Runs.Noon.AddMinutes(minute);
        await Store.RunAsync(dataset, at, Runs.Report() with { StartedAt = at, Statements = [.. statements] });
    }
}

public sealed class SqliteSpendingTests(SqliteStateDatabase database) : SpendingTests(database), IClassFixture<SqliteStateDatabase>;

public sealed class PostgresSpendingTests(PostgresStateDatabase database) : SpendingTests(database), IClassFixture<PostgresStateDatabase>;
