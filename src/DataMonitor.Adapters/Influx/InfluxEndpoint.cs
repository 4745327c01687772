using System.Net.Http.Headers;
using System.Text;
using DataMonitor.Core.Metrics;

namespace DataMonitor.Adapters.Influx;

/// <summary>Where and under which name lines are written, for each version of the protocol.</summary>
internal sealed class InfluxEndpoint(InfluxOptions options)
{
    /// <summary>Full address of a write, with the names of what is written to; never with credentials.</summary>
    public Uri WriteAddress { get; } = new(options.Url!.AbsoluteUri.TrimEnd('/') + options.Version switch
    {
        1 => $"/write?db={Escape(options.Database)}{(options.RetentionPolicy is null ? "" : $"&rp={Escape(options.RetentionPolicy)}")}&precision=ms",
        2 => $"/api/v2/write?org={Escape(options.Org)}&bucket={Escape(options.Bucket)}&precision=ms",
        _ => $"/api/v3/write_lp?db={Escape(options.Database)}&precision=millisecond&accept_partial=true",
    });

    /// <summary>Address fit for messages.</summary>
    public string Shown { get; } = options.Url!.GetLeftPart(UriPartial.Path).TrimEnd('/');

    /// <summary>What is written to, fit for messages: <c>database 'dq'</c>.</summary>
    public string Target { get; } = options.Version == 2 ? $"bucket '{options.Bucket}' in organization '{options.Org}'" : $"database '{options.Database}'";

    public int Version { get; } = options.Version;

    /// <exception cref="SinkException">A file that holds a secret cannot be read.</exception>
    public async Task<AuthenticationHeaderValue?> AuthorizeAsync(CancellationToken cancellationToken)
    {
        if (options.Username is { } user)
        {
            var password = await SecretAsync(options.Password, options.PasswordFile, "password_file", cancellationToken) ?? "";
            return new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        }

        var token = await SecretAsync(options.Token, options.TokenFile, "token_file", cancellationToken);
        return token is null ? null : new(options.Version == 3 ? "Bearer" : "Token", token);
    }

    private static string Escape(string? name) => Uri.EscapeDataString(name ?? "");

    private static async Task<string?> SecretAsync(string? value, string? file, string key, CancellationToken cancellationToken)
    {
        if (file is null)
        {
            return value;
        }

        try
        {
            return (await File.ReadAllTextAsync(file, cancellationToken)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SinkException($"The file named by '{key}' ({file}) cannot be read. Correct the path or its permissions.", cause: e);
        }
    }
}
