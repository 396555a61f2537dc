using System.Reflection;

namespace Boom.Inference;

/// <summary>Networks whose files come with Boom, golden examples too: they are ready without a model folder.</summary>
static class ShippedNetworks
{
    /// <summary>Whether the file of a manifest comes with Boom: of one that does so itself, not of one of the same name in a folder.</summary>
    public static bool Has(ModelManifest manifest) => IsShipped(manifest) && Open(manifest.File) is { } file && Close(file);

    /// <summary>The network's file; null when it does not come with Boom.</summary>
    public static byte[]? Read(ModelManifest manifest) => IsShipped(manifest) ? Read(manifest.File) : null;

    /// <summary>The network's golden examples; null when they do not come with Boom.</summary>
    public static Stream? OpenExamples(ModelManifest manifest) => IsShipped(manifest) ? Open(ModelExamples.FileOf(manifest)) : null;

    static bool IsShipped(ModelManifest manifest) => ReferenceEquals(ModelFolder.Known.GetValueOrDefault(manifest.Key), manifest);

    static byte[]? Read(string name)
    {
        using var file = Open(name);
        if (file is null)
            return null;
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    static Stream? Open(string name) => Assembly.GetExecutingAssembly().GetManifestResourceStream(name);

    static bool Close(Stream file)
    {
        file.Dispose();
        return true;
    }
}
