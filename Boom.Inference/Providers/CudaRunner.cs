using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Boom.Inference.Providers;

/// <summary>Networks on a GPU of NVIDIA, by CUDA. Needs a build with <c>-p:Gpu=true</c>, the driver, CUDA 13 and cuDNN 9. No test runs it: the rest is tested with another runner.</summary>
sealed class CudaRunner : IBatchRunner
{
    readonly IReadOnlyList<Network> _networks;
    readonly InferenceSession[] _sessions;
    readonly RunOptions _options = new();

    /// <param name="networks">In the order of their indexes.</param>
    /// <param name="device">Number of the GPU.</param>
    /// <exception cref="ModelException">This build or this machine has none.</exception>
    public CudaRunner(IReadOnlyList<Network> networks, int device)
    {
        _networks = networks;
        var sessions = new List<InferenceSession>();
        try
        {
            foreach (var network in networks)
                sessions.Add(Open(network, device));
        }
        catch (Exception fault) when (fault is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException)
        {
            sessions.ForEach(session => session.Dispose());
            throw new ModelException($"GPU {device} cannot be used: {fault.Message}", fault);
        }

        _sessions = [.. sessions];
    }

    /// <summary>Whether this build can use a GPU at all.</summary>
    public static bool IsBuiltIn => OrtEnv.Instance().GetAvailableProviders().Contains("CUDAExecutionProvider");

    public void Run(int network, IReadOnlyList<ReadOnlyMemory<float>> inputs, Span<float> scores)
    {
        var manifest = _networks[network].Manifest;
        var count = scores.Length;
        var values = manifest.Inputs.Values
            .Select((input, i) => OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, MemoryMarshal.AsMemory(inputs[i]), input.Shape(count))).ToArray();
        try
        {
            using var results = _sessions[network].Run(_options, [.. manifest.Inputs.Keys], values, [manifest.Output]);
            results[0].GetTensorDataAsSpan<float>()[..count].CopyTo(scores);
        }
        catch (OnnxRuntimeException fault)
        {
            throw new ModelException(fault.Message, fault);
        }
        finally
        {
            foreach (var value in values)
                value.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (var session in _sessions)
            session.Dispose();
        _options.Dispose();
    }

    // Without the fallback a network that the GPU cannot run is an error at the start, and not slow.
    static InferenceSession Open(Network network, int device)
    {
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        options.AddSessionConfigEntry("session.disable_cpu_ep_fallback", "1");
        options.AppendExecutionProvider_CUDA(device);
        return new InferenceSession(network.File, options);
    }
}
