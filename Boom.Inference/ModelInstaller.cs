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
    /// <exception cref="ModelException">It has no manifest, or is not what that says.</exception>
    public ModelManifest Add(string path) => Add(path, out _);

    /// <inheritdoc cref="Add(string)"/>
    /// <param name="path">The <c>.onnx</c> file.</param>
    /// <param name="replaces">Whether another file of the same version was there: its scores cannot be told from those of this one.</param>
    /// <returns>Its manifest.</returns>
    /// <exception cref="ModelException">It has no manifest, or is not what that says.</exception>
    public ModelManifest Add(string path, out bool replaces)
    {
        var source = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var (manifest, manifestFile) = FindManifest(path, source);
        using (Network.Open(manifest with { File = Path.GetFileName(path) }, source))
        {
            // It runs, and its columns are known.
            manifest.RequireColumns();
        }

        try
        {
            Directory.CreateDirectory(folder.Path);
            var isOther = IsOther(path, Path.Combine(folder.Path, manifest.File));
            replaces = isOther && folder.Read().Manifests.GetValueOrDefault(manifest.Key)?.Version == manifest.Version;
            Copy(path, manifest.File);
            var examples = Path.Combine(source, ModelExamples.FileOf(manifest));
            if (File.Exists(examples))
                Copy(examples, ModelExamples.FileOf(manifest));
            else if (isOther)
                File.Delete(Path.Combine(folder.Path, ModelExamples.FileOf(manifest)));

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
        if (Directory.Exists(path))
            throw new ModelException($"{path} is a folder: name the .onnx files in it.");
        if (!File.Exists(path))
            throw new ModelException($"there is no file {path}.");
        if (!path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase))
            throw new ModelException($"{path} is no .onnx file.");
        var own = Path.ChangeExtension(path, ".json");
        foreach (var file in Directory.EnumerateFiles(source, "*.json").Where(ModelFolder.IsManifest).OrderBy(file => file != own).ThenBy(file => file, StringComparer.Ordinal))
        {
            if (TryParse(file, Path.GetFileName(path)) is { } beside)
                return (beside, file);
        }

        using var stream = File.OpenRead(path);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(stream));
        return ModelFolder.Known.Values.FirstOrDefault(known => known.Hashes.Any(hash => hash.Sha256 == sha256)) is { } shipped
            ? (shipped, null)
            : throw new ModelException(
                $"{path} has no manifest: no *.json beside it has \"file\": \"{Path.GetFileName(path)}\", and its SHA-256 {sha256} is none that Boom knows. docs/models.md says how to write one.");
    }

    // Other files beside a network may be anything; one that names it and has a fault is told.
    static ModelManifest? TryParse(string file, string network)
    {
        try
        {
            return ModelManifest.Parse(File.ReadAllBytes(file), file) is { } manifest && manifest.File == network ? manifest : null;
        }
        catch (ModelException) when (!File.ReadAllText(file).Contains($"\"{network}\"", StringComparison.Ordinal))
        {
            return null;
        }
    }

    static bool IsOther(string path, string target) => File.Exists(target) && !File.ReadAllBytes(path).AsSpan().SequenceEqual(File.ReadAllBytes(target));

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
