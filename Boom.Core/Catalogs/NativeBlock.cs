using System.Runtime.ConstrainedExecution;
using System.Runtime.InteropServices;

namespace Boom.Core.Catalogs;

/// <summary>Memory outside of the collected heap, so that it is given back at once when a phase of a build is done with it.</summary>
sealed unsafe class NativeBlock : CriticalFinalizerObject, IDisposable
{
    public NativeBlock(long bytes) => Grow(bytes);

    ~NativeBlock() => Free();

    public byte* Start { get; private set; }

    public long Length { get; private set; }

    /// <summary>Makes it larger and keeps what it holds; it may move.</summary>
    public void Grow(long bytes)
    {
        Start = (byte*)NativeMemory.Realloc(Start, (nuint)bytes);
        Length = bytes;
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    void Free()
    {
        NativeMemory.Free(Start);
        Start = null;
        Length = 0;
    }
}
