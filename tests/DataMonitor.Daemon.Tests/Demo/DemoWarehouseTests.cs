using DataMonitor.Daemon.Demo;
using DuckDB.NET.Data;
using Microsoft.Data.Sqlite;

namespace DataMonitor.Daemon.Tests.Demo;

public sealed class DemoWarehouseTests : IDisposable
{
    private static readonly DateOnly Monday = new(2026, 3, 2);

    private readonly string folder = Directory.CreateTempSubdirectory("demo").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Load_HalfLoad_HalvesTheOrdersOfTheDay()
    {
        Play(DemoFault.None, "whole");
        Play(DemoFault.HalfLoad, "half");

        var whole = Count("whole", "SELECT count(*) FROM orders");
        Count("half", "SELECT count(*) FROM orders").ShouldBe(whole / 2);
    }

    [Fact]
    public void Load_LateLoad_OrdersComeWithTheNextDay()
    {
        Play(DemoFault.None, "punctual", days: 2);
        Play(DemoFault.LateLoad, "late", days: 2);

        Count("late", "SELECT count(*) FROM orders").ShouldBe(Count("punctual", "SELECT count(*) FROM orders"));
    }

    [Fact]
    public void Load_DuplicateLoad_IsRepairedTheNextDay()
    {
        const string Repeated = "SELECT count(*) - count(DISTINCT id) FROM payments";

        Play(DemoFault.DuplicateLoad, "sick");
        Play(DemoFault.DuplicateLoad, "repaired", days: 2);

        Count("sick", Repeated).ShouldBeGreaterThan(0);
        Count("repaired", Repeated).ShouldBe(0);
    }

    [Fact]
    public void Load_SchemaChange_IsRepairedTheNextDay()
    {
        const string Column = "SELECT count(*) FROM pragma_table_info('customers') WHERE name = 'country'";

        Play(DemoFault.SchemaChange, "sick");
        Play(DemoFault.SchemaChange, "repaired", days: 2);

        Count("sick", Column).ShouldBe(0);
        Count("repaired", Column).ShouldBe(1);
    }

    [Fact]
    public void Load_DriftingScores_RaisesTheMean()
    {
        Play(DemoFault.None, "calm");
        Play(DemoFault.DriftingScores, "drifting");

        (MeanScore("drifting") - MeanScore("calm")).ShouldBeInRange(0.15, 0.25);
    }

    [Fact]
    public void Load_NullBurst_LosesAFifthOfTheNewAddresses()
    {
        Play(DemoFault.NullBurst, "burst");

        var share = Count("burst", "SELECT count(*) FROM customers WHERE email IS NULL") / (double)Count("burst", "SELECT count(*) FROM customers");
        share.ShouldBeInRange(0.15, 0.25);
    }

    [Fact]
    public void FaultOn_EachFault_StrikesBetweenOrdinaryDays()
    {
        var last = Monday;
        var played = Enumerable.Range(0, DemoTimeline.Days).Select(age => DemoTimeline.FaultOn(last.AddDays(-age), last)).ToArray();

        played.ShouldContain(DemoFault.None);
        Enum.GetValues<DemoFault>().ShouldAllBe(fault => played.Contains(fault));
    }

    private void Play(DemoFault firstDay, string name, int days = 1)
    {
        using var warehouse = new DemoWarehouse(Path.Combine(folder, name));
        for (var age = 0; age < days; age++)
        {
            warehouse.Load(Monday.AddDays(age), age, age == 0 ? firstDay : DemoFault.None);
        }
    }

    private long Count(string name, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, name, "shop.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private double MeanScore(string name)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT avg(score) FROM '{Path.Combine(folder, name, "lake/scores/*/*.parquet")}'";
        return (double)command.ExecuteScalar()!;
    }
}
