using Boom.Core.Bson;
using Boom.Core.Fits;

namespace Boom.Storage.Cutouts;

/// <summary>Writes the cutouts of an alert to a folder: each as FITS, as stored but inflated, and as PNG.</summary>
public static class CutoutFiles
{
    const int Zoom = 4;

    static readonly (string Field, string Name)[] Kinds =
        [("cutoutScience", "science"), ("cutoutTemplate", "template"), ("cutoutDifference", "difference")];

    /// <summary>Writes what there is; answers the files written, and a sentence for each cutout that is no readable image.</summary>
    /// <param name="candid">Names the files.</param>
    /// <param name="document">Stored cutouts document, BSON.</param>
    /// <param name="folder">Made when absent.</param>
    public static (IReadOnlyList<string> Files, IReadOnlyList<string> Problems) Write(
        long candid, ReadOnlySpan<byte> document, string folder)
    {
        var files = new List<string>();
        var problems = new List<string>();
        Directory.CreateDirectory(folder);
        var reader = new BsonReader(document);
        while (reader.Read())
        {
            var field = System.Text.Encoding.UTF8.GetString(reader.Name);
            var name = Array.Find(Kinds, kind => kind.Field == field).Name;
            if (name is not null && reader.Type == BsonType.Binary)
                WriteOne(Path.Combine(folder, $"{candid}_{name}"), reader.AsBinary().ToArray(), files, problems);
        }

        return (files, problems);
    }

    static void WriteOne(string stem, byte[] stored, List<string> files, List<string> problems)
    {
        // Packets of 2016 and 2017 (schema 1.3 and before) carry JPEG instead of FITS.
        if (stored.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            Save($"{stem}.jpg", stored, files);
            return;
        }

        try
        {
            var (width, grey) = StampRenderer.Render(FitsReader.Read(stored), Zoom);
            Save($"{stem}.fits", FitsReader.Inflate(stored), files);
            Save($"{stem}.png", PngWriter.Encode(width, grey), files);
        }
        catch (FitsFormatException fault)
        {
            Save($"{stem}.bin", stored, files);
            problems.Add($"{Path.GetFileName(stem)}: {fault.Message}");
        }
    }

    static void Save(string path, byte[] bytes, List<string> files)
    {
        File.WriteAllBytes(path, bytes);
        files.Add(path);
    }
}
