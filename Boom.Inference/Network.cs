using System.Security.Cryptography;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Boom.Inference;

/// <summary>A network that was checked and is ready to run. All threads share its session.</summary>
public sealed class Network : IDisposable
{
    // What goes wrong is told in a sentence; ONNX Runtime would write it to the terminal as well.
    static Network()
    {
        try
        {
            var options = new EnvironmentCreationOptions { logId = "boom", logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            _ = OrtEnv.CreateInstanceWithOptions(ref options);
        }
        catch (Exception fault) when (fault is OnnxRuntimeException or TypeInitializationException or DllNotFoundException or EntryPointNotFoundException)
        {
            // Another part of the program was first, or it cannot be loaded, which is told when a network is opened.
        }
    }

    Network(ModelManifest manifest, InferenceSession session, string sha256, byte[] file) => (Manifest, Session, Sha256, File) = (manifest, session, sha256, file);

    /// <summary>What it is.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>Hash of its file, lower-case hexadecimal digits.</summary>
    public string Sha256 { get; }

    /// <summary>Whether it takes several alerts in one run: the first axis of each input is free.</summary>
    internal bool TakesBatches => Session.InputMetadata.Values.All(input => input.IsTensor && input.Dimensions is [< 0, ..]);

    /// <summary>What was hashed.</summary>
    internal byte[] File { get; }

    internal InferenceSession Session { get; }

    /// <summary>
    /// Opens a network and checks it: hash, names, types and shapes of its tensors, and one run with every input 0.5.
    /// </summary>
    /// <param name="manifest">What it should be.</param>
    /// <param name="folder">Where its file is.</param>
    /// <exception cref="ModelException">It is not there, or not what the manifest says.</exception>
    public static Network Open(ModelManifest manifest, string folder)
    {
        var path = Path.Combine(folder, manifest.File);
        var (bytes, sha256) = ReadFile(manifest, path);
        InferenceSession? session = null;
        var isReady = false;
        try
        {
            session = CreateSession(bytes);
            if (FindProblem(manifest, session) is { } problem)
                throw new ModelException($"network {manifest.Key}: {path} {problem}");
            TryRun(manifest, session, path);
            isReady = true;
            return new Network(manifest, session, sha256, bytes);
        }
        catch (OnnxRuntimeException fault)
        {
            throw new ModelException($"network {manifest.Key}: {path} {OnnxFaults.Tell(fault)}", fault);
        }
        catch (Exception fault) when (fault is TypeInitializationException or DllNotFoundException)
        {
            throw new ModelException($"network {manifest.Key}: ONNX Runtime cannot be loaded on this machine: {fault.GetBaseException().Message}", fault);
        }
        finally
        {
            if (!isReady)
                session?.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Session.Dispose();

    // Alerts are what is worked on in parallel.
    static InferenceSession CreateSession(byte[] network)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        return new InferenceSession(network, options);
    }

    // What is hashed is what is run, even when the file is replaced meanwhile.
    static (byte[] Bytes, string Sha256) ReadFile(ModelManifest manifest, string path)
    {
        byte[] bytes;
        try
        {
            bytes = System.IO.File.ReadAllBytes(path);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            bytes = ShippedNetworks.Read(manifest) ?? throw new ModelException($"network {manifest.Key}: there is no file {path}. Put it there with 'boom models add PATH'.", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            bytes = ShippedNetworks.Read(manifest) ?? throw new ModelException($"network {manifest.Key}: {path} cannot be read: {fault.Message}", fault);
        }

        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return manifest.Accepts(sha256)
            ? (bytes, sha256)
            : throw new ModelException(
                $"network {manifest.Key}: {path} is not one of the files that its manifest names: its SHA-256 is {sha256}. Take another file, or add the hash to hashes of {manifest.Key}.json.");
    }

    static string? FindProblem(ModelManifest manifest, InferenceSession session)
    {
        foreach (var (tensor, input) in manifest.Inputs)
        {
            if (!session.InputMetadata.TryGetValue(tensor, out var found))
                return $"has no input '{tensor}'; it has {Names(session.InputMetadata)}.";
            if (!Fits(found, input.Shape(1)))
                return $"wants {Shape(found)} for input '{tensor}'; its manifest gives float {Shape([-1, .. input.Shape(1)[1..]])}.{Remedy(found, input)}";
        }

        if (session.InputMetadata.Keys.FirstOrDefault(name => !manifest.Inputs.ContainsKey(name)) is { } other)
            return $"has an input '{other}' of which its manifest says nothing.";
        if (!session.OutputMetadata.TryGetValue(manifest.Output, out var output))
            return $"has no output '{manifest.Output}'; it has {Names(session.OutputMetadata)}.";
        return Fits(output, [1, 1]) || Fits(output, [1]) ? null : $"gives {Shape(output)} as '{manifest.Output}'; a score is one float per alert.";
    }

    static string Remedy(NodeMetadata found, ModelInput input)
    {
        if (!found.IsTensor)
            return "";
        if (found.ElementDataType != TensorElementType.Float)
            return " Have the network take float32, and cast inside.";
        long[] axes = [.. found.Dimensions.Select(axis => (long)axis)];
        if (axes.Length > 0 && axes[0] > 1)
            return " Export it with a free first axis: dynamic_axes of PyTorch, None of Keras.";
        var turned = input with { Layout = input.Layout == StampLayout.Nchw ? StampLayout.Nhwc : StampLayout.Nchw };
        return input.Columns.IsDefaultOrEmpty && Fits(found, turned.Shape(1)) ? $" Say \"layout\": \"{turned.Layout.ToString().ToLowerInvariant()}\"." : "";
    }

    // A free axis is -1; the first one is that of the alerts.
    static bool Fits(NodeMetadata found, long[] shape) => found.IsTensor && found.ElementDataType == TensorElementType.Float
        && found.Dimensions.Length == shape.Length && found.Dimensions.Zip(shape).All(axes => axes.First < 0 || axes.First == axes.Second);

    static void TryRun(ModelManifest manifest, InferenceSession session, string path)
    {
        var values = manifest.Inputs.Select(input =>
        {
            var constant = new float[input.Value.Length];
            Array.Fill(constant, 0.5f);
            return OrtValue.CreateTensorValueFromMemory(constant, input.Value.Shape(1));
        }).ToArray();
        try
        {
            using var options = new RunOptions();
            using var results = session.Run(options, [.. manifest.Inputs.Keys], values, [manifest.Output]);
            var score = results[0].GetTensorDataAsSpan<float>();
            if (score.Length != 1 || !float.IsFinite(score[0]))
                throw new ModelException($"network {manifest.Key}: {path} gives {(score.Length == 1 ? "no finite score" : $"{score.Length} numbers")} for inputs of 0.5.");
        }
        finally
        {
            foreach (var value in values)
                value.Dispose();
        }
    }

    static string Names(IReadOnlyDictionary<string, NodeMetadata> tensors) => string.Join(", ", tensors.Keys.Select(name => $"'{name}'"));

    static string Shape(NodeMetadata tensor) => tensor.IsTensor ? $"{tensor.ElementDataType.ToString().ToLowerInvariant()} {Shape([.. tensor.Dimensions.Select(axis => (long)axis)])}" : "no tensor";

    static string Shape(long[] axes) => $"[{string.Join(", ", axes.Select(axis => axis < 0 ? "N" : axis.ToString(System.Globalization.CultureInfo.InvariantCulture)))}]";
}
