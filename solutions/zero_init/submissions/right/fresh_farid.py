from collections import namedtuple
import copy
import torch
import torch.nn as nn

Epoch = namedtuple("Epoch", ["loss", "prediction", "weight_gradient", "bias_gradient", "weight", "bias"])
HiddenGradients = namedtuple("HiddenGradients", ["hidden", "output"])

def trace(inputs, targets, initial_weight, initial_bias=None, lr=0.0001, epochs=2):
	k, d = initial_weight.shape
	model = nn.Linear(d, k, bias = initial_bias!=None)
	model.weight = nn.Parameter(torch.tensor(initial_weight))
	if initial_bias != None:
		model.bias = nn.Parameter(torch.tensor(initial_bias))
	opt = torch.optim.SGD(model.parameters(), lr)
	t = torch.stack([targets.T]*k).T
	records=[]
	for e in range(epochs):
		pred = model(inputs)
		loss = nn.MSELoss()(pred, t)
		opt.zero_grad()
		loss.backward()
		opt.step()
		m = copy.deepcopy(model)     # otherwise all the records show the same weight!
		records.append(Epoch(loss, pred, model.weight.grad, None if model.bias is None else model.bias.grad, m.weight, m.bias))
	return records

def copies(a, b, tolerance):
	return torch.allclose(a, b, rtol=0, atol=tolerance)

def symmetry_groups(rows, tolerance=1e-6):
	groups=[]
	done=[]
	for i in range(len(rows)):
		if i in done: continue
		g=[i]
		for j in range(i+1, len(rows)):
			if copies(rows[i], rows[j], tolerance):
				g.append(j)
				done.append(j)
		groups.append(g)
	return groups

def is_symmetric(rows, tolerance=1e-6):
	for r in rows:
		if not copies(r, rows[0], tolerance): return False
	return True

def hidden_gradients(inputs, targets, hidden_weight, output_weight):
	h, d = hidden_weight.shape
	net = nn.Sequential(nn.Linear(d, h, bias=False), nn.Tanh(), nn.Linear(h, 1, bias=False))
	net[0].weight.data = hidden_weight
	net[2].weight.data = output_weight
	out = net(inputs)
	loss = nn.MSELoss()(out.flatten(), targets)
	loss.backward()
	return HiddenGradients(net[0].weight.grad, net[2].weight.grad)

def break_symmetry(neurons, features, seed):
	with torch.random.fork_rng(devices=[]):
		torch.manual_seed(seed)
		return nn.Linear(features, neurons, bias=False).weight    # pytorch's own init is +-1/sqrt(in)

#print(trace(torch.tensor([[1.,1],[2,1],[5,1],[-1,1]]), torch.tensor([5.,8,17,-1]), torch.zeros(3,2)))
