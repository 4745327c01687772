using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace DataMonitor.Daemon.Web;

/// <summary>The files that pages refer to, held in the assembly. Their links carry a hash, so that a browser may keep them for ever.</summary>
internal sealed class Assets
{
    private readonly string name;
    private readonly string contentType;
    private readonly byte[] content;
    private readonly string hash;

    private Assets(string name, string contentType)
    {
        this.name = name;
        this.contentType = contentType;
        using var resource = typeof(Assets).Assembly.GetManifestResourceStream($"DataMonitor.Daemon.Web.Assets.{name}")
            ?? throw new InvalidOperationException($"The assembly holds no {name}.");
        using var memory = new MemoryStream();
        resource.CopyTo(memory);
        content = memory.ToArray();
        hash = Convert.ToHexStringLower(SHA256.HashData(content))[..16];
    }

    public static Assets Stylesheet { get; } = new("monitor.css", "text/css; charset=utf-8");

    public static Assets Icon { get; } = new("icon.svg", "image/svg+xml");

    public string Link => $"/assets/{name}?v={hash}";

    public string Path => $"/assets/{name}";

    /// <summary>Another hash is of another release beside this one: it gets this release's file, but may not keep it.</summary>
    public IResult Answer(HttpContext context)
    {
        context.Response.Headers.CacheControl = context.Request.Query["v"] == hash ? "public, max-age=31536000, immutable" : "no-cache";
        return Results.Bytes(content, contentType, entityTag: new EntityTagHeaderValue($"\"{hash}\""));
    }
}
