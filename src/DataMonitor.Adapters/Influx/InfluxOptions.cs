using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace DataMonitor.Adapters.Influx;

/// <summary>One InfluxDB (or VictoriaMetrics) to write to: an entry of <c>sinks: influx:</c>.</summary>
internal sealed class InfluxOptions : IValidatableObject
{
    public const string DefaultName = "influx";

    /// <summary>Identity of the sink: its place in the export log is kept under it.</summary>
    [Required, RegularExpression("^[a-z0-9][a-z0-9_-]{0,39}$", ErrorMessage = "'name' must be 1 to 40 of a-z, 0-9, '-' and '_', such as influx-main.")]
    public string Name { get; init; } = DefaultName;

    /// <summary>Address of the server, such as <c>http://influx:8086</c>, with the path of a proxy if there is one.</summary>
    [Required(ErrorMessage = "'url' is missing: the address of the server, such as http://influx:8086.")]
    public Uri? Url { get; init; }

    /// <summary>1 for 1.x, 2 for 2.x and VictoriaMetrics, 3 for InfluxDB 3.</summary>
    public int Version { get; init; } = 2;

    public string? Token { get; init; }

    /// <summary>File that holds the token; read at each write, so that it can be rotated.</summary>
    public string? TokenFile { get; init; }

    /// <summary>Organization, for version 2.</summary>
    public string? Org { get; init; }

    /// <summary>Bucket, for version 2.</summary>
    public string? Bucket { get; init; }

    /// <summary>Database, for versions 1 and 3.</summary>
    public string? Database { get; init; }

    /// <summary>Retention policy, for version 1; the database's default without it.</summary>
    public string? RetentionPolicy { get; init; }

    public string? Username { get; init; }

    public string? Password { get; init; }

    /// <summary>File that holds the password; read at each write.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>Lines in one request, 1 to 50,000.</summary>
    public int BatchSize { get; init; } = 5_000;

    /// <summary>Limit of one request, 1 to 300.</summary>
    public int TimeoutSeconds { get; init; } = 10;

    /// <summary>Whether bodies are compressed.</summary>
    public bool Gzip { get; init; } = true;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Url is { } url && (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0))
        {
            yield return new("'url' must be an http or https address without user, query and fragment; credentials have keys of their own.", [nameof(Url)]);
        }

        if (Version is < 1 or > 3)
        {
            yield return new("'version' must be 1, 2 or 3.", [nameof(Version)]);
        }

        if (BatchSize is < 1 or > 50_000)
        {
            yield return new("'batch_size' must be 1 to 50000 lines.", [nameof(BatchSize)]);
        }

        if (TimeoutSeconds is < 1 or > 300)
        {
            yield return new("'timeout_seconds' must be 1 to 300.", [nameof(TimeoutSeconds)]);
        }

        if (Version is 1 or 3 && string.IsNullOrWhiteSpace(Database))
        {
            yield return new($"'database' is missing: version {Version} writes to a database.", [nameof(Database)]);
        }

        if (Version is 2 && string.IsNullOrWhiteSpace(Bucket))
        {
            yield return new("'bucket' is missing: version 2 writes to a bucket.", [nameof(Bucket)]);
        }

        if (Version is 2 && string.IsNullOrWhiteSpace(Org))
        {
            yield return new("'org' is missing: version 2 finds a bucket by its organization (VictoriaMetrics takes any name).", [nameof(Org)]);
        }

        if (Token is not null && TokenFile is not null)
        {
            yield return new("'token' and 'token_file' are both set; keep one.", [nameof(TokenFile)]);
        }

        if (Password is not null && PasswordFile is not null)
        {
            yield return new("'password' and 'password_file' are both set; keep one.", [nameof(PasswordFile)]);
        }

        if (Username is not null && (Token ?? TokenFile) is not null)
        {
            yield return new("'username' and a token are both set; keep the one that the server asks for.", [nameof(Username)]);
        }

        if (Username is null && (Password ?? PasswordFile) is not null)
        {
            yield return new("'password' is set without 'username'.", [nameof(Username)]);
        }
    }
}

[OptionsValidator]
internal sealed partial class InfluxOptionsValidator : IValidateOptions<InfluxOptions>;
