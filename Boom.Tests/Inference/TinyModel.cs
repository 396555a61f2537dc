using System.Text;
using Boom.Inference;

namespace Boom.Tests.Inference;

/// <summary>A manifest for <see cref="TinyNetwork"/>, and files of both.</summary>
static class TinyModel
{
    public const string Json = """
        {
          "key": "tiny", "survey": "ztf", "version": "1", "file": "tiny.onnx",
          "inputs": {
            "image": { "stamps": ["cutoutScience", "cutoutDifference"], "size": 3, "layout": "nchw", "normalise": "none" },
            "values": { "columns": ["candidate.fwhm", "properties.rock", "derived.nnondet"] }
          },
          "output": "score"
        }
        """;

    public static ModelManifest Manifest { get; } = ModelManifest.Parse(Encoding.UTF8.GetBytes(Json), "tiny.json");

    public static byte[] Network { get; } = TinyNetwork.Build(channels: 2, size: 3, numbers: 3);

    /// <summary>Writes network and manifest.</summary>
    public static string Write(string folder, byte[]? network = null, string json = Json)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "tiny.json"), json);
        var path = Path.Combine(folder, "tiny.onnx");
        File.WriteAllBytes(path, network ?? Network);
        return path;
    }
}
