using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training.Allocations;

/// <summary>A model of its own with everything a step needs, as somebody writes it who uses the libraries directly.</summary>
internal sealed class Trainee
{
    private readonly Subject _subject;
    private readonly Model _model;
    private readonly OptimizerState _state;
    private readonly RandomStream _random = new(4);
    private readonly int[] _examples;

    public Trainee(Subject subject)
    {
        _subject = subject;
        _model = subject.Build();
        _model.Graph.Training = true;
        _state = subject.Optimizer.Begin(_model.Parameters.Layout.TrainableLength);
        _state.Threads = subject.Threads;
        _examples = new int[_model.CountExamples(subject.Data)];
    }

    /// <summary>Loads a batch, runs forwards and backwards and steps, so many times.</summary>
    public void Train(int steps)
    {
        int batches = _examples.Length / _subject.Batch;
        for (int step = 0; step < steps; step++)
        {
            int batch = step % batches;
            if (batch == 0) _model.ListExamples(_subject.Data, _examples, _random);
            _model.Load(_subject.Data, _examples.AsSpan(batch * _subject.Batch, _subject.Batch), _random);
            _model.Graph.Forward();
            _model.Graph.Backward(_model.Loss);
            _subject.Optimizer.Step(_model.Parameters.Trainable, _model.Parameters.Gradient, _state);
        }
    }
}
