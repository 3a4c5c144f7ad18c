using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>The product of an adapter's matrices with what comes in: A B, A C B, and the remainder where there is one.</summary>
internal sealed class LowRankProjection
{
    private readonly Tensor _a, _b;
    private readonly Tensor? _core, _remainder;

    /// <summary>Declares <c>lora_A</c>, <c>lora_B</c> and, where wanted, <c>lora_C</c> and <c>lora_W</c>.</summary>
    public LowRankProjection(ParameterBuilder scope, int inputs, int outputs, LoraAdapter adapter)
    {
        int rank = adapter.Rank;
        bool isCore = adapter.Factors == AdapterFactors.Core;
        _a = (adapter.Factors == AdapterFactors.Both ? scope : scope.Frozen)
            .Parameter("lora_A", [inputs, rank], Initializer.Uniform(inputs));
        // One of the matrices begins at zero, so that the network begins as it was without an adapter.
        _b = (isCore ? scope.Frozen : scope).Parameter("lora_B", [rank, outputs], isCore ? Initializer.Uniform(rank) : Initializer.Zeros);
        if (isCore) _core = scope.Parameter("lora_C", [rank, rank], Initializer.Zeros);
        if (adapter.Remainder) _remainder = scope.Frozen.Parameter("lora_W", [inputs, outputs], Initializer.Zeros);
    }

    /// <summary>(..., inputs) to (..., outputs).</summary>
    public Tensor Forward(Tensor x)
    {
        Tensor low = x.MatMul(_a); // (..., rank)
        if (_core is not null) low = low.MatMul(_core);
        Tensor y = low.MatMul(_b);
        return _remainder is null ? y : y + x.MatMul(_remainder);
    }
}
