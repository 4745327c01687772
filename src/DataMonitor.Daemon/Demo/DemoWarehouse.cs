using System.Globalization;
using DuckDB.NET.Data;
using Microsoft.Data.Sqlite;

namespace DataMonitor.Daemon.Demo;

/// <summary>A small living shop: customers, orders and payments in a SQLite file, churn scores in Parquet files, one folder a day.</summary>
/// <remarks>The same seed and days give the same rows. Volumes follow weekday, hour and a slow growth, so that baselines have something to learn.</remarks>
internal sealed class DemoWarehouse : IDisposable
{
    private const ulong Seed = 20260215;
    private static readonly double[] WeekdayShares = [0.72, 1.0, 1.02, 1.04, 1.08, 1.22, 0.92]; // Sunday first
    private static readonly double[] HourShares = [1, .6, .4, .3, .3, .5, 1.2, 2.4, 3.6, 4.4, 4.8, 5, 5.2, 4.8, 4.4, 4.3, 4.5, 5, 5.8, 6.4, 6, 4.8, 3.2, 1.8];
    private static readonly double AllHours = HourShares.Sum();

    private readonly string lake;
    private readonly SqliteConnection shop;
    private long customers;
    private long orders;
    private long payments;
    private (DateOnly Day, int Age)? late;

    /// <param name="folder">Made when missing; must not hold an older warehouse.</param>
    public DemoWarehouse(string folder)
    {
        Directory.CreateDirectory(folder);
        lake = Path.Combine(folder, "lake");
        shop = new(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "shop.db"), Pooling = false }.ToString());
        shop.Open();
        Execute("""
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = OFF;
            CREATE TABLE customers (id INTEGER NOT NULL, email TEXT, country TEXT NOT NULL, segment TEXT NOT NULL, signed_up_at TEXT NOT NULL);
            CREATE TABLE orders (id INTEGER NOT NULL, customer_id INTEGER NOT NULL, status TEXT NOT NULL, amount REAL NOT NULL, created_at TEXT NOT NULL);
            CREATE TABLE payments (id INTEGER NOT NULL, order_id INTEGER NOT NULL, amount REAL NOT NULL, method TEXT NOT NULL, paid_at TEXT NOT NULL);
            CREATE INDEX orders_by_day ON orders (created_at);
            CREATE INDEX payments_by_day ON payments (paid_at);
            CREATE INDEX customers_by_day ON customers (signed_up_at);
            """);
    }

    public void Dispose() => shop.Dispose();

    /// <summary>Repairs what went wrong the day before, then loads one day.</summary>
    /// <param name="age">Days since the first one; sets growth and the rows' seed.</param>
    public void Load(DateOnly day, int age, DemoFault fault)
    {
        using var transaction = shop.BeginTransaction();
        RepairDayBefore();
        var dice = new Dice(Seed + (ulong)day.DayNumber);
        AddCustomers(day, age, dice, fault);
        if (fault == DemoFault.LateLoad)
        {
            late = (day, age);
        }
        else
        {
            AddOrders(day, age, fault);
        }

        if (fault == DemoFault.SchemaChange)
        {
            Execute("ALTER TABLE customers RENAME COLUMN country TO country_code");
        }

        transaction.Commit();
        WriteScores(day, dice, fault);
    }

    private void RepairDayBefore()
    {
        if (late is { } missing)
        {
            AddOrders(missing.Day, missing.Age, DemoFault.None);
            late = null;
        }

        Execute("DELETE FROM payments WHERE rowid NOT IN (SELECT min(rowid) FROM payments GROUP BY id)");
        if (Convert.ToInt64(Scalar("SELECT count(*) FROM pragma_table_info('customers') WHERE name = 'country_code'"), CultureInfo.InvariantCulture) > 0)
        {
            Execute("ALTER TABLE customers RENAME COLUMN country_code TO country");
        }
    }

    private void AddCustomers(DateOnly day, int age, Dice dice, DemoFault fault)
    {
        using var insert = Prepare("INSERT INTO customers VALUES ($0, $1, $2, $3, $4)", 5);
        var count = Volume(age == 0 ? 4000 : 60, day, age, dice);
        for (var i = 0; i < count; i++)
        {
            var id = ++customers;
            var isLost = fault == DemoFault.NullBurst ? dice.Roll() < 0.2 : dice.Roll() < 0.004;
            Run(
                insert,
                id,
                isLost ? DBNull.Value : $"customer{id}@example.com",
                dice.Pick("DE", "FR", "ES", "IT", "NL", "PL", "SE", "AT"),
                dice.Pick("smb", "smb", "smb", "mid", "mid", "enterprise"),
                Instant(day, dice));
        }
    }

    private void AddOrders(DateOnly day, int age, DemoFault fault)
    {
        var dice = new Dice(Seed + 1_000_000 + (ulong)day.DayNumber);
        using var order = Prepare("INSERT INTO orders VALUES ($0, $1, $2, $3, $4)", 5);
        using var payment = Prepare("INSERT INTO payments VALUES ($0, $1, $2, $3, $4)", 5);
        var count = Volume(1800, day, age, dice) / (fault == DemoFault.HalfLoad ? 2 : 1);
        for (var i = 0; i < count; i++)
        {
            var id = ++orders;
            var at = Instant(day, dice);
            var amount = Math.Round(Math.Exp(3.6 + (0.7 * dice.Normal())), 2);
            var isPaid = dice.Roll() < 0.94;
            Run(order, id, 1 + dice.Roll((int)customers), isPaid ? dice.Pick("paid", "shipped", "delivered") : "pending", amount, at);
            if (isPaid)
            {
                object[] row = [++payments, id, amount, dice.Pick("card", "card", "transfer", "wallet"), at];
                Run(payment, row);
                if (fault == DemoFault.DuplicateLoad)
                {
                    Run(payment, row);
                }
            }
        }
    }

    private void WriteScores(DateOnly day, Dice dice, DemoFault fault)
    {
        var folder = Path.Combine(lake, "scores", string.Create(CultureInfo.InvariantCulture, $"dt={day:yyyy-MM-dd}"));
        Directory.CreateDirectory(folder);
        var shift = fault == DemoFault.DriftingScores ? 0.22 : 0;
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE scores (customer_id BIGINT, score DOUBLE, model_version VARCHAR, scored_at TIMESTAMPTZ)";
        command.ExecuteNonQuery();
        var scoredAt = new DateTimeOffset(day.ToDateTime(new TimeOnly(23, 30)), TimeSpan.Zero);
        using (var appender = connection.CreateAppender("scores"))
        {
            for (var id = 1L; id <= customers; id++)
            {
                // a logistic-normal score: most customers stay
                var score = Math.Min(1, (1 / (1 + Math.Exp(1.9 - (0.9 * dice.Normal())))) + (shift * dice.Roll() * 2));
                appender.CreateRow().AppendValue(id).AppendValue(score).AppendValue("churn-7").AppendValue(scoredAt).EndRow();
            }
        }

        command.CommandText = $"COPY scores TO '{Path.Combine(folder, "part-0.parquet").Replace("'", "''", StringComparison.Ordinal)}' (FORMAT parquet)";
        command.ExecuteNonQuery();
    }

    private static int Volume(int usual, DateOnly day, int age, Dice dice) =>
        (int)(usual * WeekdayShares[(int)day.DayOfWeek] * (1 + (0.002 * age)) * Math.Exp(0.03 * dice.Normal()));

    /// <returns>An instant of the day, more likely at busy hours, as ISO 8601 text in UTC.</returns>
    private static string Instant(DateOnly day, Dice dice)
    {
        var rest = dice.Roll() * AllHours;
        var hour = 0;
        while (rest >= HourShares[hour])
        {
            rest -= HourShares[hour++];
        }

        var at = day.ToDateTime(new TimeOnly(hour, dice.Roll(60), dice.Roll(60)));
        return at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }

    private SqliteCommand Prepare(string sql, int parameters)
    {
        var command = shop.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < parameters; i++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = string.Create(CultureInfo.InvariantCulture, $"${i}") });
        }

        return command;
    }

    private static void Run(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        command.ExecuteNonQuery();
    }

    private void Execute(string sql)
    {
        using var command = shop.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private object? Scalar(string sql)
    {
        using var command = shop.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
