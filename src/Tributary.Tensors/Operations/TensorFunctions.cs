namespace Tributary.Tensors;

/// <summary>The operations of a <see cref="Graph"/>: each call records one and returns its result.</summary>
/// <remarks>
/// In shapes B counts examples, T positions, and C is the last extent. Operands whose shapes do not fit are refused with a
/// <see cref="TensorException"/> when the operation is recorded.
/// </remarks>
public static class TensorFunctions
{
    /// <summary>left + right, element by element.</summary>
    /// <param name="left">Any shape, such as (B, T, C).</param>
    /// <param name="right">The same shape, the last extents of it, (C) or (T, C), or one row for each example, (B, C).</param>
    public static Tensor Add(this Tensor left, Tensor right) => new AddOperation(left, right, 1).Record();

    /// <summary>left - right, with the shapes of <see cref="Add"/>.</summary>
    public static Tensor Subtract(this Tensor left, Tensor right) => new AddOperation(left, right, -1).Record();

    /// <summary>left * right, element by element, with the shapes of <see cref="Add"/>.</summary>
    public static Tensor Multiply(this Tensor left, Tensor right) => new MultiplyOperation(left, right).Record();

    /// <summary>Every element times <paramref name="factor"/>.</summary>
    public static Tensor Scale(this Tensor tensor, float factor) => new ScaleOperation(tensor, factor).Record();

    /// <summary>x (1 + scale) + shift, with shift and scale (B, C) for x (B, ..., C): adaptive layer normalisation.</summary>
    public static Tensor Modulate(this Tensor x, Tensor shift, Tensor scale) => new ModulateOperation(x, shift, scale).Record();

    /// <summary>x times one row of factors for each example, (B, ..., C) and (B, C): the gate on a residual branch.</summary>
    public static Tensor Gate(this Tensor x, Tensor gate) => x.Multiply(gate);

    /// <summary>x W over the last extent: (..., in) and (in, out) give (..., out).</summary>
    public static Tensor MatMul(this Tensor x, Tensor weight) => new LinearOperation(x, weight, null, transposed: false).Record();

    /// <summary>x W over the last extent for a frozen W in compact form: (..., in) and (in, out) give (..., out).</summary>
    /// <remarks>W has no gradient and is decoded piece by piece; the bits are those of <c>MatMul</c> with all of W decoded.</remarks>
    public static Tensor MatMul(this Tensor x, CompactTensor weight) => new CompactMatMulOperation(x, weight).Record();

    /// <summary>x W^T over the last extent: (..., in) and (out, in) give (..., out); an embedding's table as the output head.</summary>
    public static Tensor MatMulTransposed(this Tensor x, Tensor weight) => new LinearOperation(x, weight, null, transposed: true).Record();

    /// <summary>x W + bias over the last extent: (..., in), (in, out) and (out) give (..., out).</summary>
    public static Tensor Linear(this Tensor x, Tensor weight, Tensor bias) =>
        new LinearOperation(x, weight, bias, transposed: false).Record();

    /// <summary>max(x, 0).</summary>
    public static Tensor Relu(this Tensor x) => new ActivationOperation<ReluActivation>(x).Record();

    /// <summary>The Gaussian error linear unit in its tanh form (Hendrycks, Gimpel, arXiv:1606.08415).</summary>
    public static Tensor Gelu(this Tensor x) => new ActivationOperation<GeluActivation>(x).Record();

    /// <summary>x sigmoid(x), also called swish.</summary>
    public static Tensor Silu(this Tensor x) => new ActivationOperation<SiluActivation>(x).Record();

    /// <summary>silu(gate) times values, the two side by side: (..., 2C) gives (..., C) (Shazeer, arXiv:2002.05202).</summary>
    public static Tensor Swiglu(this Tensor x) => new SwigluOperation(x).Record();

    /// <summary>The hyperbolic tangent.</summary>
    public static Tensor Tanh(this Tensor x) => new ActivationOperation<TanhActivation>(x).Record();

    /// <summary>1 / (1 + e^-x).</summary>
    public static Tensor Sigmoid(this Tensor x) => new ActivationOperation<SigmoidActivation>(x).Record();

    /// <summary>e^x divided by its sum over the last extent.</summary>
    public static Tensor Softmax(this Tensor x) => new SoftmaxOperation(x).Record();

    /// <summary>(x - mean) / sqrt(variance + epsilon) over the last extent.</summary>
    public static Tensor LayerNorm(this Tensor x, float epsilon = 1e-5f) => new LayerNormOperation(x, null, epsilon).Record();

    /// <summary>(x - mean) / sqrt(variance + epsilon) over the last extent, times weight (C) plus bias (C).</summary>
    public static Tensor LayerNorm(this Tensor x, Tensor weight, Tensor bias, float epsilon = 1e-5f) =>
        new LayerNormOperation(x, (weight, bias), epsilon).Record();

    /// <summary>(x - mean) / sqrt(variance + epsilon) over the last extent, times weight (C).</summary>
    public static Tensor LayerNorm(this Tensor x, Tensor weight, float epsilon = 1e-5f) =>
        new LayerNormOperation(x, (weight, null), epsilon).Record();

    /// <summary>x / sqrt(mean of x^2 + epsilon) over the last extent, times weight (C).</summary>
    public static Tensor RmsNorm(this Tensor x, Tensor weight, float epsilon = 1e-5f) => new RmsNormOperation(x, weight, epsilon).Record();

    /// <summary>Rows of a table (V, C) by number: indices (B, ...) give (B, ..., C).</summary>
    public static Tensor Embedding(this Tensor table, Indices indices) => new EmbeddingOperation(table, indices).Record();

    /// <summary>Multi-head attention over queries, keys and values side by side, (B, T, 3C); gives (B, T, C).</summary>
    /// <param name="queryKeyValue">(B, T, 3C).</param>
    /// <param name="heads">The number of heads; divides C.</param>
    /// <param name="causal">Whether a position sees only itself and those before it.</param>
    public static Tensor Attention(this Tensor queryKeyValue, int heads, bool causal) =>
        new AttentionOperation(queryKeyValue, heads, heads, causal).Record();

    /// <summary>The same with fewer heads of keys and values than of queries: (B, T, (H + 2K) D) gives (B, T, H D).</summary>
    /// <param name="queryKeyValue">H heads of queries, then K of keys, then K of values, each of width D.</param>
    /// <param name="heads">H.</param>
    /// <param name="keyValueHeads">K; divides H, and H / K neighbouring heads look at the same keys and values.</param>
    /// <param name="causal">Whether a position sees only itself and those before it.</param>
    public static Tensor Attention(this Tensor queryKeyValue, int heads, int keyValueHeads, bool causal) =>
        new AttentionOperation(queryKeyValue, heads, keyValueHeads, causal).Record();

    /// <summary>
    /// Causal attention of a few positions to themselves and all before: (T, (H + 2K) D) gives (T, H D), without a gradient.
    /// </summary>
    /// <param name="queryKeyValue">As for <c>Attention</c>, with positions in the place of examples.</param>
    /// <param name="heads">H.</param>
    /// <param name="keyValueHeads">K; divides H.</param>
    /// <param name="cache">How many positions have been before.</param>
    /// <remarks>The bits are those of <c>Attention</c> over the whole text.</remarks>
    public static Tensor CachedAttention(this Tensor queryKeyValue, int heads, int keyValueHeads, KeyValueCache cache) =>
        new CachedAttentionOperation(queryKeyValue, heads, keyValueHeads, cache).Record();

    /// <summary>Turns the first heads of (B, T, C) by their positions; other columns stay (Su et al., arXiv:2104.09864).</summary>
    /// <param name="x">(B, T, C); with a cache (T, C), positions in the place of examples.</param>
    /// <param name="heads">How many heads of the table's width are turned, from the first column on.</param>
    /// <param name="table">By what; at least as many positions.</param>
    /// <param name="cache">How many positions have been before; none where null.</param>
    public static Tensor RotaryEmbedding(this Tensor x, int heads, RotaryTable table, KeyValueCache? cache = null) =>
        new RotaryEmbeddingOperation(x, heads, table, cache).Record();

    /// <summary>The mean cross-entropy in nats of logits (..., K) under labels (...); rows labelled -1 do not count.</summary>
    public static Tensor CrossEntropy(this Tensor logits, Indices labels) => new CrossEntropyOperation(logits, labels).Record();

    /// <summary>The same, with each row's loss (zero where ignored) and softmax for evaluation; no gradient flows through them.</summary>
    public static Tensor CrossEntropy(this Tensor logits, Indices labels, out Tensor rowLosses, out Tensor probabilities)
    {
        var operation = new CrossEntropyOperation(logits, labels);
        (rowLosses, probabilities) = (operation.RowLosses, operation.Probabilities);
        return operation.Record();
    }

    /// <summary>The mean over all elements of weight (prediction - target)^2.</summary>
    /// <param name="prediction">Any shape.</param>
    /// <param name="target">The same shape.</param>
    /// <param name="weights">One weight for each example or row, of the first extents of that shape; one everywhere where null.</param>
    public static Tensor MeanSquaredError(this Tensor prediction, Tensor target, Tensor? weights = null) =>
        new MeanSquaredErrorOperation(prediction, target, weights).Record();

    /// <summary>The cosines and then the sines of every row: (..., C) gives (..., 2C).</summary>
    /// <remarks>Of x W with normal W they are random Fourier features (Rahimi, Recht, NeurIPS 2007).</remarks>
    public static Tensor FourierFeatures(this Tensor angles) => new FourierFeaturesOperation(angles).Record();

    /// <summary>The squared distance of each class's mean from a given one, without bias, averaged over the examples: a scalar.</summary>
    /// <param name="features">(B, C).</param>
    /// <param name="labels">(B), the class of each example.</param>
    /// <param name="means">(K, C), one row for each class; not trained.</param>
    public static Tensor ClassMeanDistance(this Tensor features, Indices labels, Tensor means) =>
        new ClassMeanDistanceOperation(features, labels, means).Record();

    /// <summary>The sum of all elements, a scalar.</summary>
    public static Tensor Sum(this Tensor x) => new SumOperation(x, mean: false).Record();

    /// <summary>The mean of all elements, a scalar.</summary>
    public static Tensor Mean(this Tensor x) => new SumOperation(x, mean: true).Record();

    /// <summary>The mean over all elements of the cross-entropy in nats of logits under targets from 0 to 1, of the same shape.</summary>
    public static Tensor BinaryCrossEntropy(this Tensor logits, Tensor targets) =>
        new BinaryCrossEntropyOperation(logits, targets).Record();

    /// <summary>Two-dimensional convolution with stride one over images (B, H, W, in) with a window (rows, columns, in, out).</summary>
    /// <param name="images">(B, H, W, in).</param>
    /// <param name="weight">(rows, columns, in, out).</param>
    /// <param name="bias">(out), or null for none.</param>
    /// <param name="same">Whether zeros around the images keep H and W; otherwise they shrink by the window's extents less one.</param>
    public static Tensor Conv2d(this Tensor images, Tensor weight, Tensor? bias = null, bool same = true) =>
        new Conv2dOperation(images, weight, bias, same).Record();

    /// <summary>The largest value of each window of size x size: (B, H, W, C) to (B, H / size, W / size, C), rounded down.</summary>
    public static Tensor MaxPool2d(this Tensor images, int size = 2) => new MaxPool2dOperation(images, size).Record();

    /// <summary>The mean over all positions: (B, ..., C) to (B, C).</summary>
    public static Tensor AveragePool(this Tensor x) => new AveragePoolOperation(x).Record();

    /// <summary>Zeroes elements at random while <see cref="Graph.Training"/>, with masks from <see cref="Graph.Random"/>.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="probability">Of an element to become zero, from 0 up to but not 1; the others are divided by the rest.</param>
    public static Tensor Dropout(this Tensor x, float probability) =>
        probability == 0 ? x : new DropoutOperation(x, probability).Record();

    /// <summary>Sines, then cosines, of times (B) at width / 2 frequencies from one down towards 1 / 10,000: (B, width).</summary>
    public static Tensor SinusoidalEmbedding(this Tensor times, int width) => new SinusoidalEmbeddingOperation(times, width).Record();

    /// <summary>x with y added to the columns from <paramref name="start"/> on: (..., C) and (..., count) give (..., C).</summary>
    public static Tensor AddColumns(this Tensor x, Tensor y, int start) => new AddColumnsOperation(x, y, start).Record();

    /// <summary>Columns from <paramref name="start"/> on: (..., C) to (..., count).</summary>
    public static Tensor Slice(this Tensor x, int start, int count) => new SliceOperation(x, start, count).Record();

    /// <summary>The same elements under another shape: (B, ...) to (B, perExample...), without a copy.</summary>
    public static Tensor Reshape(this Tensor x, params ReadOnlySpan<int> perExample)
    {
        if (!x.IsPerExample)
            throw new TensorException($"Reshape keeps the first extent, which counts examples; a tensor of shape {x.Shape} has none.");
        Shape shape = [x.Shape[0], .. perExample];
        TensorException.ThrowIfDifferent("Elements of a reshaped tensor", x.Shape.Count, shape.Count);
        return x.View(shape);
    }
}
