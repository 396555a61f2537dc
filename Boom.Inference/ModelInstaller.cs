using System.Security.Cryptography;

namespace Boom.Inference;

/// <summary>Puts networks into a model folder, so that the folder has the whole of a file or none of it.</summary>
/// <param name="folder">The folder; made when it is not there.</param>
public sealed class ModelInstaller(ModelFolder folder)
{
    /// <summary>
    /// Checks a network and copies it with its manifest and golden examples. The manifest is the one beside the file that names it, or one that comes with
    /// Boom and knows its hash; this one is not copied.
    /// </summary>
    /// <param name="path">The <c>.onnx</c> file.</param>
    /// <returns>Its manifest.</returns>
    /// <exception cref="ModelException">It has no manifest, or is not what that says.</exception>
    public ModelManifest Add(string path)
    {
        var source = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var (manifest, manifestFile) = FindManifest(path, source);
        using (Network.Open(manifest with { File = Path.GetFileName(path) }, source))
        {
            // It runs.
        }

        try
        {
            Directory.CreateDirectory(folder.Path);
            Copy(path, manifest.File);
            var examples = Path.Combine(source, ModelExamples.FileOf(manifest));
            if (File.Exists(examples))
                Copy(examples, ModelExamples.FileOf(manifest));

            // Last: what it names is there.
            if (manifestFile is not null)
                Copy(manifestFile, $"{manifest.Key}.json");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ModelException($"network {manifest.Key}: {path} cannot be copied to {folder.Path}: {fault.Message}", fault);
        }

        return manifest;
    }

    static (ModelManifest Manifest, string? File) FindManifest(string path, string source)
    {
        if (!File.Exists(path))
            throw new ModelException($"there is no file {path}.");
        foreach (var file in Directory.EnumerateFiles(source, "*.json").Where(ModelFolder.IsManifest).Order(StringComparer.Ordinal))
        {
            if (TryParse(file) is { } beside && beside.File == Path.GetFileName(path))
                return (beside, file);
        }

        using var stream = File.OpenRead(path);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(stream));
        return ModelFolder.Known.Values.FirstOrDefault(known => known.Hashes.Any(hash => hash.Sha256 == sha256)) is { } shipped
            ? (shipped, null)
            : throw new ModelException(
                $"{path} has no manifest: no *.json beside it has \"file\": \"{Path.GetFileName(path)}\", and its SHA-256 {sha256} is none that Boom knows. docs/models.md says how to write one.");
    }

    // Other files beside a network may be anything; one that is for it and has a fault is told when it is opened.
    static ModelManifest? TryParse(string file)
    {
        try
        {
            return ModelManifest.Parse(File.ReadAllBytes(file), file);
        }
        catch (ModelException) when (!File.ReadAllText(file).Contains("\"inputs\"", StringComparison.Ordinal))
        {
            return null;
        }
    }

    void Copy(string from, string name)
    {
        var target = Path.Combine(folder.Path, name);
        if (Path.GetFullPath(from) == Path.GetFullPath(target))
            return;
        var half = FormattableString.Invariant($"{target}.{Environment.ProcessId}.part");
        try
        {
            using (var source = File.OpenRead(from))
            using (var copy = new FileStream(half, FileMode.Create, FileAccess.Write))
            {
                source.CopyTo(copy);
                copy.Flush(flushToDisk: true);
            }

            File.Move(half, target, overwrite: true);
        }
        finally
        {
            File.Delete(half);
        }
    }
}
