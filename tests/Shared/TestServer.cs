namespace DataMonitor.TestSupport;

/// <summary>Addresses of the real servers that <c>tests/servers.sh</c> started. A missing one skips the test at home and fails it in CI.</summary>
internal static class TestServer
{
    /// <summary>Npgsql connection string of a superuser; make a database of your own.</summary>
    public static string Postgres => Require("MONITOR_TEST_POSTGRES", "PostgreSQL");

    /// <summary>The same of a newer PostgreSQL.</summary>
    public static string Postgres18 => Require("MONITOR_TEST_POSTGRES18", "PostgreSQL 18");

    /// <summary>A ClickHouse engine behind HTTP, without users; create a database of your own.</summary>
    public static Uri ClickHouse => new(Require("MONITOR_TEST_CLICKHOUSE", "ClickHouse"));

    /// <summary>MySqlConnector connection string of root; make a database of your own. The only named time zone is Europe/Berlin.</summary>
    public static string MariaDb => Require("MONITOR_TEST_MARIADB", "MariaDB");

    /// <summary>InfluxDB 1.x, no authentication; create a database of your own.</summary>
    public static Uri Influx => new(Require("MONITOR_TEST_INFLUX", "InfluxDB"));

    public static Uri Victoria => new(Require("MONITOR_TEST_VICTORIA", "VictoriaMetrics"));

    /// <summary><c>host:port</c>; STARTTLS, user <c>monitor</c>, password <c>mail-secret</c>.</summary>
    public static string Smtp => Require("MONITOR_TEST_SMTP", "the SMTP server");

    /// <summary>Folder in which each accepted mail becomes a file <c>NNNNNN-recipients.eml</c>.</summary>
    public static string SmtpFolder => Require("MONITOR_TEST_SMTP_FOLDER", "the SMTP server");

    /// <summary>PEM file of the certificate authority that signed the SMTP server's certificate.</summary>
    public static string SmtpAuthority => Require("MONITOR_TEST_SMTP_CA", "the SMTP server");

    public static string Promtool => Require("MONITOR_TEST_PROMTOOL", "promtool");

    public static string Chromium => Require("MONITOR_TEST_CHROMIUM", "Chromium");

    private static string Require(string variable, string what)
    {
        var value = Environment.GetEnvironmentVariable(variable);
        if (!string.IsNullOrEmpty(value))
        {
            return value;
        }

        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail($"{what} is missing, and in CI it must not be: {variable} is not set. Run tests/run.sh.");
        }

        Assert.Skip($"{what} is not running: {variable} is not set. tests/run.sh starts it.");
        return "";
    }
}
