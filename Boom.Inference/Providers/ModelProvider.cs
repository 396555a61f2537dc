namespace Boom.Inference.Providers;

/// <summary>Where networks run.</summary>
public enum ModelProvider
{
    /// <summary>On a GPU where this build and this machine have one, else on the processors.</summary>
    Auto,

    /// <summary>On the processors.</summary>
    Cpu,

    /// <summary>On GPUs of NVIDIA; a machine or a build without is an error.</summary>
    Cuda,
}
