using System.Collections.Immutable;
using System.Reflection;

namespace Boom.Inference;

/// <summary>
/// The networks that can be had: those with a manifest in the model folder, and those whose manifest comes with Boom. A manifest in the folder goes before
/// one of the same key that comes with Boom.
/// </summary>
/// <param name="path">The folder, which need not exist.</param>
public sealed class ModelFolder(string path)
{
    static readonly Lazy<ImmutableSortedDictionary<string, ModelManifest>> Shipped = new(ReadShipped);

    /// <summary>Where it is.</summary>
    public string Path => path;

    /// <summary>Manifests that come with Boom, by key.</summary>
    public static IReadOnlyDictionary<string, ModelManifest> Known => Shipped.Value;

    /// <summary>All manifests, by key, and what is wrong with those that cannot be read.</summary>
    public (IReadOnlyDictionary<string, ModelManifest> Manifests, IReadOnlyList<string> Problems) Read()
    {
        var manifests = Shipped.Value.ToBuilder();
        var problems = new List<string>();
        try
        {
            foreach (var file in Files())
                Add(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            problems.Add($"the model folder {path} cannot be read: {fault.Message}");
        }

        return (manifests.ToImmutable(), problems);

        void Add(string file)
        {
            try
            {
                var manifest = ModelManifest.Parse(File.ReadAllBytes(file), file);
                manifests[manifest.Key] = manifest;
            }
            catch (Exception fault) when (fault is ModelException or IOException or UnauthorizedAccessException)
            {
                problems.Add(fault.Message);
            }
        }
    }

    /// <summary>Whether the file of a network is in the folder, or comes with Boom.</summary>
    public bool Has(ModelManifest manifest) => File.Exists(System.IO.Path.Combine(path, manifest.File)) || ShippedNetworks.Has(manifest);

    // Golden examples lie beside a manifest and are none.
    internal static bool IsManifest(string file) => !file.EndsWith(".examples.json", StringComparison.Ordinal);

    IEnumerable<string> Files() => Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.json").Where(IsManifest).Order(StringComparer.Ordinal) : [];

    static ImmutableSortedDictionary<string, ModelManifest> ReadShipped()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".json", StringComparison.Ordinal) && IsManifest(name))
            .Select(name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                using var text = new MemoryStream();
                stream.CopyTo(text);
                return ModelManifest.Parse(text.ToArray(), name);
            })
            .ToImmutableSortedDictionary(manifest => manifest.Key, manifest => manifest, StringComparer.Ordinal);
    }
}
