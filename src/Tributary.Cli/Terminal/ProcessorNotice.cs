using Tributary.Tensors;

namespace Tributary.Cli;

/// <summary>Says before the work begins that it will take long, where the processor lacks what the kernels live on.</summary>
internal static class ProcessorNotice
{
    /// <summary>Prints one line where errors belong, or nothing.</summary>
    public static void Print()
    {
        if (Processor.Missing is not { } missing) return;
        // The factor is that of steps of the 2NN and of the GPT with DOTNET_EnableHWIntrinsic=0 against AVX-512: 250 to 450.
        Console.Error.WriteLine(
            $"This processor, as .NET sees it, has no {missing}: training takes some 300 times as long as it could, with the same results. "
            + "Use a processor with AVX2 or NEON; in a virtual machine choose a model of processor that passes them on, "
            + "and unset variables such as DOTNET_EnableHWIntrinsic or DOTNET_EnableAVX2.");
    }
}
